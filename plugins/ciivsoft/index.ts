import { Module } from '@nestjs/common';
import { definePlugin } from 'patchbay/sdk';
import { KEY } from './ciivsoft.context.js';
import { CiivsoftProvider } from './ciivsoft.provider.js';
import { Decision, DecisionEvent } from './decision.entity.js';
import { Lead } from './lead.entity.js';
import { MIGRATIONS } from './migrations/index.js';
import { DecisionsController } from './rest/decisions.controller.js';
import { OversightController } from './rest/oversight.controller.js';
import { QueuesController } from './rest/queues.controller.js';
import { RunsController } from './rest/runs.controller.js';
import { Run } from './run.entity.js';
import { Screening } from './screening.entity.js';
import { SecondChance } from './second-chance.entity.js';
import { SeenPosting } from './seen-posting.entity.js';

@Module({ controllers: [RunsController, DecisionsController, QueuesController, OversightController], providers: [CiivsoftProvider] })
export class CiivsoftModule {}

export default definePlugin({
  key: KEY, module: CiivsoftModule, provider: CiivsoftProvider, migrations: MIGRATIONS,
  entities: [Screening, SeenPosting, SecondChance, Run, Decision, DecisionEvent, Lead],
});
