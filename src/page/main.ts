import type { PageData } from '../graph/types-page.ts';
import { appOf } from './app.ts';
import { byId } from './dom.ts';
import { exportOf } from './export.ts';
import { filtersOf } from './filters.ts';
import { legendPart } from './legend.ts';
import { mapOf } from './map.ts';
import { panelOf } from './panel.ts';
import { searchOf } from './search-box.ts';
import { tableOf } from './table.ts';
import { themeOf } from './theme.ts';
import { toolsOf } from './tools.ts';

// What the page shows stands in it as JSON; src/report/html writes it.
const data: PageData = JSON.parse(byId('data').textContent ?? '');
const app = appOf(data);
themeOf();
const map = mapOf(app);
toolsOf(app, map);
legendPart(app);
filtersOf(app);
searchOf(app, map);
panelOf(app, map);
tableOf(app);
exportOf(app, map);
