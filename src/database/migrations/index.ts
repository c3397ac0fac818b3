import { Migration20261128181005_open_work_at_size } from './Migration20261128181005_open_work_at_size.js';
import { Migration20261128050122_first_failure } from './Migration20261128050122_first_failure.js';
import { Migration20261128015351_messages } from './Migration20261128015351_messages.js';
import { Migration20261128013209_people_search } from './Migration20261128013209_people_search.js';
import { Migration20261125090502_initial } from './Migration20261125090502_initial.js';
import type { MigrationObject } from '@mikro-orm/core';

/** Core migrations, in order, forward only. */
export const CORE_MIGRATIONS: readonly MigrationObject[] = [
  { name: 'Migration20261125090502_initial', class: Migration20261125090502_initial },
  { name: 'Migration20261128013209_people_search', class: Migration20261128013209_people_search },
  { name: 'Migration20261128015351_messages', class: Migration20261128015351_messages },
  { name: 'Migration20261128050122_first_failure', class: Migration20261128050122_first_failure },
  { name: 'Migration20261128181005_open_work_at_size', class: Migration20261128181005_open_work_at_size },
];
