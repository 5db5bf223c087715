import { createDatabaseOperations } from '../../src/persistence/operations.ts';

/** A process of its own that migrates the database it is given, and prints the migrations that it ran itself. */
process.stdout.write(JSON.stringify(await createDatabaseOperations(process.argv[2] ?? '').migrate()));
