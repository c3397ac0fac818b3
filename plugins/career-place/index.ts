import { Module } from '@nestjs/common';
import { definePlugin } from 'patchbay/sdk';
import { KEY } from './career-place.context.js';
import { CareerPlaceProvider } from './career-place.provider.js';
import { FunnelEntry } from './funnel-entry.entity.js';
import { FunnelHistory } from './funnel-history.entity.js';
import { FunnelLink } from './funnel-link.entity.js';
import { MIGRATIONS } from './migrations/index.js';
import { EntriesController } from './rest/entries.controller.js';
import { JobsController } from './rest/jobs.controller.js';
import { LinksController } from './rest/links.controller.js';

@Module({ controllers: [JobsController, LinksController, EntriesController], providers: [CareerPlaceProvider] })
export class CareerPlaceModule {}

export default definePlugin({
  key: KEY, module: CareerPlaceModule, provider: CareerPlaceProvider, entities: [FunnelLink, FunnelEntry, FunnelHistory], migrations: MIGRATIONS,
});
