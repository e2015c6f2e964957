import { memoryCodec } from '../../src/memory/codec.ts';
import { codecContract } from './codec-contract.ts';

codecContract('in memory', async () => memoryCodec());
