import { startRefapp } from './refapp/index.js';
import type { StartEmulator } from './running-emulator.js';
import { startCareerPlaceWithMailbox, startLeverWithApp } from './start-services.js';
import { startWeSelect } from './we-select/index.js';

/** Every emulated service, in order of start. A new one is one line here; its name becomes a field of `Sandbox`. */
export const registry = {
  lever: startLeverWithApp,
  careerPlace: startCareerPlaceWithMailbox,
  refapp: startRefapp,
  weSelect: startWeSelect,
} satisfies Record<string, StartEmulator>;
