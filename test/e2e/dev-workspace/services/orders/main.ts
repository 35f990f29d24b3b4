import { serve } from '../../chassis/serve.ts';
import { orders } from './context.ts';

await serve(orders);
