export type { CrmPool, CrmUser, NewJob, NewPerson, PersonView, Vocabulary } from './book.js';
export { type Condition, ConditionError, parseCondition, valueAt } from './conditions.js';
export {
  assertDemands, assertSize, grantOf, guard, headerToken, startCrm, type CrmDescription, type CrmEmulator, type CrmOptions,
} from './crm.js';
export type { Crm, CrmDefinition } from './definition.js';
export { formOf, type ReceivedFile } from './multipart.js';
export { installOAuth } from './oauth/oauth-routes.js';
export type { Grant, OAuthRules, TokenSet } from './oauth/oauth-server.js';
export { RateWindow, type Room } from './rate.js';
export { CrmRefusal, retryAfter, type Refusals, type TokenFault } from './refusal.js';
export type { Entry, Fields, Table } from './table.js';
