import type { World } from '../world.ts';

/** Whether nobody sits in front of the run: what is written then is lost, and what passes then is not looked at. */
export const isCi = ({ env }: World): boolean => !['', '0', 'false', undefined].includes(env['CI']);
