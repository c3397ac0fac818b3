import { Module } from '@nestjs/common';
import { definePlugin } from 'patchbay/sdk';
import { CheckHistory } from './check-history.entity.js';
import { ReferenceCheck } from './check.entity.js';
import { MIGRATIONS } from './migrations/index.js';
import { KEY } from './refapp.context.js';
import { RefappProvider } from './refapp.provider.js';
import { Referee } from './referee.entity.js';
import { ChecksController } from './rest/checks.controller.js';
import { StepsController } from './rest/steps.controller.js';
import { ReferenceStep } from './step.entity.js';
import { StepRevision } from './step-revision.entity.js';

@Module({ controllers: [StepsController, ChecksController], providers: [RefappProvider] })
export class RefappModule {}

export default definePlugin({
  key: KEY, module: RefappModule, provider: RefappProvider, migrations: MIGRATIONS,
  entities: [ReferenceStep, StepRevision, ReferenceCheck, Referee, CheckHistory],
});
