import { startBullhorn } from './bullhorn/index.js';
import { startHubSpot } from './hubspot/index.js';
import { startIdibu } from './idibu/index.js';
import { startJobAdder } from './jobadder/index.js';
import { startPopp } from './popp/index.js';
import { startRefapp } from './refapp/index.js';
import type { StartEmulator } from './running-emulator.js';
import { startSalesforce } from './salesforce/index.js';
import { forHub, startCareerPlaceWithMailbox, startElksWithPhones, startLeverWithApp, startTwilioWithPhones } from './start-services.js';
import { startVincere } from './vincere/index.js';
import { startWeSelect } from './we-select/index.js';
import { startZohoRecruit } from './zoho-recruit/index.js';

/** Every emulated service, in order of start. A new one is one line here; its name becomes a field of `Sandbox`. */
export const registry = {
  lever: startLeverWithApp,
  careerPlace: startCareerPlaceWithMailbox,
  popp: startPopp,
  refapp: startRefapp,
  weSelect: startWeSelect,
  bullhorn: forHub(startBullhorn),
  jobadder: forHub(startJobAdder),
  vincere: forHub(startVincere),
  zohoRecruit: forHub(startZohoRecruit),
  hubspot: forHub(startHubSpot),
  salesforce: forHub(startSalesforce),
  twilio: startTwilioWithPhones,
  elks: startElksWithPhones,
  idibu: startIdibu,
} satisfies Record<string, StartEmulator>;
