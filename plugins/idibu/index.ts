import { Module } from '@nestjs/common';
import { definePlugin } from 'patchbay/sdk';
import { Applicant } from './applicant.entity.js';
import { CrmPersonRow, Forward } from './forward.entity.js';
import { CrmProfile, HandoffRevision, VacancyChoice } from './handoff.entity.js';
import { KEY } from './idibu.context.js';
import { IdibuProvider } from './idibu.provider.js';
import { MIGRATIONS } from './migrations/index.js';
import { ApplicantsController } from './rest/applicants.controller.js';
import { ForwardsController } from './rest/forwards.controller.js';
import { HandoffController } from './rest/handoff.controller.js';
import { StatusesController } from './rest/statuses.controller.js';
import { AutoResponse, IdibuStatus } from './status.entity.js';

@Module({ controllers: [HandoffController, ApplicantsController, ForwardsController, StatusesController], providers: [IdibuProvider] })
export class IdibuModule {}

export default definePlugin({
  key: KEY, module: IdibuModule, provider: IdibuProvider, migrations: MIGRATIONS,
  entities: [HandoffRevision, CrmProfile, VacancyChoice, Applicant, Forward, CrmPersonRow, IdibuStatus, AutoResponse],
});
