import { serve } from '../../chassis/serve.ts';
import { payments } from './context.ts';

await serve(payments);
