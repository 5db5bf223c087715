declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';

  class BetterSqlite3Client extends Knex.Client {}
  export default BetterSqlite3Client;
}
