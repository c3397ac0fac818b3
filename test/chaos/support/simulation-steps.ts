import fc from 'fast-check';
import { FAILPOINTS } from '../../../src/failpoints/failpoint-names.js';
import { armFailpoint } from '../../../src/failpoints/failpoint.js';
import type { Simulation } from './simulation.js';

export interface Step {
  readonly name: string;
  /** `draw` decides whatever the step leaves open. */
  play(simulation: Simulation, draw: number): Promise<void>;
}

const MINUTE = 60_000;
const WRITES = ['POST /v1/opportunities/:o/addTags', 'POST /v1/opportunities/:o/notes'];
const REACHED = FAILPOINTS.filter((name) => !name.startsWith('token') && !name.startsWith('intake') && !name.startsWith('schedule') && !name.startsWith('inbox'));

const pick = <T>(items: readonly T[], draw: number): T => items[draw % items.length] as T;
const withSomebody = (act: (simulation: Simulation, person: Simulation['people'][number], draw: number) => Promise<unknown>): Step['play'] =>
  async (simulation, draw) => {
    if (simulation.people.length > 0) await act(simulation, pick(simulation.people, draw), draw);
  };

const ALL: readonly Step[] = [
  { name: 'somebody applies', play: (simulation) => simulation.apply() },
  { name: 'three apply', play: async (simulation) => { for (let n = 0; n < 3; n += 1) await simulation.apply(); } },
  { name: 'webhook', play: withSomebody((simulation, person) => simulation.signal(person, null)) },
  {
    name: 'webhook five times', play: withSomebody(async (simulation, person, draw) => {
      for (let n = 0; n < 5; n += 1) await simulation.signal(person, n % 2 === 0 ? `${person.id}:${draw}` : null);
    }),
  },
  { name: 'poll', play: (simulation) => simulation.poll() },
  { name: 'recruiter notes', play: withSomebody((simulation, { id }) => simulation.inLever('POST', `/opportunities/${id}/notes`, { value: 'Called, will call again' })) },
  { name: 'recruiter tags', play: withSomebody((simulation, { id }) => simulation.inLever('POST', `/opportunities/${id}/tags`, { add: ['liked'] })) },
  {
    name: 'recruiter moves', play: withSomebody((simulation, { id }, draw) =>
      simulation.inLever('POST', `/opportunities/${id}/stage`, { stage: pick(simulation.stageIds(), draw) })),
  },
  {
    name: 'recruiter archives', play: withSomebody(async (simulation, person) => {
      person.wasArchived = true;
      await simulation.inLever('POST', `/opportunities/${person.id}/archive`, {});
    }),
  },
  { name: 'recruiter takes back', play: withSomebody((simulation, { id, wasArchived }) => (wasArchived ? simulation.inLever('POST', `/opportunities/${id}/unarchive`) : Promise.resolve())) },
  ...WRITES.flatMap((route) => (['cut-after', 'cut-before', 'cut-then-apply'] as const).map((kind) => ({
    name: `somebody applies, ${kind} at ${route}`, play: async (simulation: Simulation) => {
      await simulation.fault({ route, kind, times: 1, ...(kind === 'cut-then-apply' && { delayMs: 100 }) });
      await simulation.apply();
    },
  }))),
  { name: 'Lever says 429', play: (simulation) => simulation.fault({ route: 'ANY /v1/*', kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: 3 }) },
  { name: 'Lever says 503', play: (simulation) => simulation.fault({ route: 'ANY /v1/*', kind: 'status', status: 503, times: 3 }) },
  { name: 'a minute passes', play: (simulation) => simulation.pass(MINUTE) },
  { name: 'a day passes', play: (simulation) => simulation.pass(24 * 60 * MINUTE) },
  { name: 'the process is replaced', play: (simulation) => simulation.restart() },
  { name: 'a boundary fails', play: async (_simulation, draw) => { armFailpoint(`${pick(REACHED, draw)}:1:error`); } },
];

/** Everything that can happen to the hub, named as fast-check shows it in a failing history. */
export const STEPS: readonly Step[] = ALL.map((step) => ({ ...step, [fc.toStringMethod]: () => step.name }));
