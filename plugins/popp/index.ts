import { Module } from '@nestjs/common';
import { definePlugin } from 'patchbay/sdk';
import { Analysis } from './analysis.entity.js';
import { AnalysisVersion } from './analysis-version.entity.js';
import { Candidate } from './candidate.entity.js';
import { DecisionItem } from './decision-item.entity.js';
import { Decision } from './decision.entity.js';
import { FeedEntry } from './feed-entry.entity.js';
import { MIGRATIONS } from './migrations/index.js';
import { Outcome } from './outcome.entity.js';
import { KEY } from './popp.context.js';
import { PoppProvider } from './popp.provider.js';
import { AnalysesController } from './rest/analyses.controller.js';
import { CandidatesController } from './rest/candidates.controller.js';
import { DecisionsController } from './rest/decisions.controller.js';
import { InsightController } from './rest/insight.controller.js';
import { StreamController } from './rest/stream.controller.js';

@Module({ controllers: [AnalysesController, CandidatesController, DecisionsController, InsightController, StreamController], providers: [PoppProvider] })
export class PoppModule {}

export default definePlugin({
  key: KEY, module: PoppModule, provider: PoppProvider, migrations: MIGRATIONS,
  entities: [Analysis, AnalysisVersion, Candidate, Outcome, FeedEntry, Decision, DecisionItem],
});
