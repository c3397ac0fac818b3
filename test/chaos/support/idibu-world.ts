import { startHubOverSandbox, type HubOverSandbox } from '../../support/hub-over-sandbox.js';
import { IdibuDesk } from '../../support/idibu-set-up.js';
import { Fleet } from './fleet.js';

/** idibu hands everybody to Bullhorn; the hub that was set up so is gone, and processes of a fleet take its place. */
export async function startIdibuWorld(): Promise<{ world: HubOverSandbox; fleet: Fleet; stop: () => Promise<void> }> {
  const world = await startHubOverSandbox();
  const desk = new IdibuDesk(world);
  await desk.setUp();
  await desk.logIn('bullhorn', { dataCentre: 'west' });
  await desk.save({ mode: 'all' });
  await desk.quiet();
  await world.hub.stop();
  const fleet = new Fleet(world.env);
  return {
    world, fleet,
    stop: async () => {
      await fleet.killAll();
      await world.sandbox.close();
      await world.db.drop();
    },
  };
}
