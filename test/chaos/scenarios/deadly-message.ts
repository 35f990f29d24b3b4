import type { Ground } from '../kit/ground.ts';
import { movement, openPort, type Port } from '../kit/messages.ts';
import { entriesOf, untilRecovered } from '../kit/outage.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { PATIENCE_MS, until } from '../kit/until.ts';

const OTHERS = 60;
/** Attempts by two counts, each of which a dead replica's broker waits for, and a start of the process for each. */
const ENDS_WITHIN_MS = 480_000;

export default defineScenario({
  name: 'deadly-message',
  onEveryBroker: 'at night',
  proves:
    'A message that kills its process whenever it is handled is set aside after a bounded number of attempts; whatever was in hand beside it takes effect once, and nothing else is set aside.',
  missing: ({ isLong }) => (isLong ? undefined : 'it waits for minutes until the dead are missed: --long'),
  async run(world) {
    const ground = await world.freshGround();
    const port = await openPort(ground);
    try {
      const deadly = movement('deadly', 1, { note: 'kills' });
      const others = Array.from({ length: OTHERS }, (_, index) => movement(`beside-${index}`, 1));
      const [before, after] = [others.slice(0, OTHERS / 2), others.slice(OTHERS / 2)];
      await port.publish([...before, deadly, ...after]);
      const dead = await until('it lies with the dead letters', ENDS_WITHIN_MS, () => lyingDead(port, deadly.id));
      expect(/took the process down/.test(dead.reason), `its reason is "${dead.reason}"`);
      await untilRecovered(ground);
      for (const { payload } of others) await expectOnce(ground, (payload as { readonly transfer: string }).transfer);
      const letters = await port.deadLetters('ledger');
      expect(letters.length === 1, `${letters.length} messages are set aside, one of them deadly`);
      expect((await entriesOf(ground, 'deadly-1')) === 0, 'the deadly message took effect');
      return `set aside after ${deathsOf(ground)} deaths, ${OTHERS} beside it took effect once`;
    } finally {
      await port.close();
    }
  },
});

const lyingDead = async (port: Port, id: string) =>
  (await port.deadLetters('ledger')).find(({ message }) => message.id === id);

async function expectOnce(ground: Ground, transfer: string): Promise<void> {
  const effects = await until(`${transfer} takes effect`, PATIENCE_MS, () => entriesOf(ground, transfer));
  expect(effects === 1, `${transfer} had ${effects} effects`);
}

const deathsOf = ({ back }: Ground): number =>
  back.reduce((sum, { crashes, exits }) => sum + crashes.length + exits.length, 0);
