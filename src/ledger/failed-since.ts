/**
 * SQL for `first_failed_at` after a try that failed at a business time (given twice, ms) or, with null, was only interrupted:
 * patience begins with the first failure, however long before the work was planned (D26).
 */
export const FAILED_SINCE = `case when ?::float8 is null then null else coalesce(first_failed_at, to_timestamp(?::float8 / 1000.0)) end`;
