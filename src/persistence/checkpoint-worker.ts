import { workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/** Copies the log into the database file as far as no reader still needs it; waits for nobody. */
const connection = new Sqlite(workerData as string);
connection.pragma('wal_checkpoint(PASSIVE)');
connection.close();
