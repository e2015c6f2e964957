/** Breaks a real chain on real servers, cell by cell, and says what held. */
import { main } from '../test/chaos/main.ts';

process.exitCode = await main(process.argv.slice(2));
