import type { View } from '../../graph/types.ts';
import { jsonText } from '../text/json.ts';

/** One view as data; see docs/json-schemas/view.schema.json. */
export const renderViewJson = ({ id, ...view }: View): string => jsonText({ version: 1, view: id, ...view });
