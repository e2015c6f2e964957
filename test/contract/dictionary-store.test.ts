import { memoryDictionaryStore } from '../../src/memory/dictionary-store.ts';
import { dictionaryStoreContract } from './dictionary-store-contract.ts';

dictionaryStoreContract('in memory', memoryDictionaryStore);
