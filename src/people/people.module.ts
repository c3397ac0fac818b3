import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { BusinessClock } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { SecretBox } from '../secrets/secret-box.js';
import { PeopleSearch } from './people-search.js';
import { SearchThread } from './search-thread.js';

const MB = 1_048_576;

/** The tenant's people as searchable text, in a thread of the processes that work. */
@Global()
@Module({
  providers: [{
    provide: PeopleSearch, inject: [Database, SecretBox, BusinessClock, CONFIG],
    useFactory: (database: Database, secretBox: SecretBox, clock: BusinessClock, config: AppConfig) => new PeopleSearch({
      database, secretBox, clock,
      thread: config.role === 'web' ? null : new SearchThread({ maxBytes: config.workers.searchMb * MB, maxHeapMb: config.workers.searchMb * 2 + 256 }),
    }),
  }],
  exports: [PeopleSearch],
})
export class PeopleModule implements OnApplicationShutdown {
  constructor(private readonly people: PeopleSearch) {}

  async onApplicationShutdown(): Promise<void> { await this.people.stop(); }
}
