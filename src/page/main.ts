import { appOf } from './app.ts';
import { dataIn } from './data.ts';
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

async function start(): Promise<void> {
  const app = appOf(await dataIn(byId('data').textContent ?? ''));
  themeOf();
  const map = mapOf(app);
  toolsOf(app, map);
  legendPart(app);
  filtersOf(app);
  searchOf(app, map);
  panelOf(app, map);
  tableOf(app);
  exportOf(app, map);
}

void start();
