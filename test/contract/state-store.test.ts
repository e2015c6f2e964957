import { memoryStateStore } from '../../src/memory/state-store.ts';
import { stateStoreContract } from './state-store-contract.ts';

stateStoreContract('in memory', async () => memoryStateStore());
