import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Loaded, loadRules, type RuleFile } from '../../detectors/sigma/load.ts';
import { LONGEST_FILE } from '../../detectors/sigma/tree.ts';
import { readBytes } from '../../source/lines.ts';
import { usageFailure } from '../failure.ts';
import { BrokenTar, tarFiles } from './tar.ts';

const ARCHIVE = /\.tar\.(?:zst|gz)$/;
const YAML = /\.ya?ml$/;
const YARA = /\.yara?$/;
const TEST = /\.test\.ya?ml$/;
const YARA_TEST = /\.yara?\.test\.yml$/;
const isRule = (name: string): boolean => YAML.test(name) && !TEST.test(name);
const isYara = (name: string): boolean => YARA.test(name);
const isTest = (name: string): boolean => TEST.test(name) && !YARA_TEST.test(name);
/** Unpacked bytes of an archive: the largest public sets have 10 MB. */
const LARGEST_ARCHIVE = 256 * 1024 * 1024;
/** Bytes that a file is read to: more than any that the loader takes. */
const LARGEST_FILE = 4 * LONGEST_FILE;

/** Reads and loads all rules of a folder, a .tar.zst or .tar.gz archive, or one file. Throws a usage failure. */
export async function loadedRules(path: string): Promise<Loaded> {
  const loaded = loadRules(await ruleTexts(path));
  if (loaded.rules.length + loaded.faults.length > 0) return loaded;
  throw usageFailure(`${path}: there are no rules (.yml, .yaml) in it`);
}

/** The files of `loadedRules` as they are. */
export const ruleTexts = async (path: string): Promise<readonly RuleFile[]> => [...(await filesAt(path, isRule))];

/** As `ruleTexts`, but there may be none. */
export const sigmaTexts = async (path: string): Promise<readonly RuleFile[]> =>
  isYara(path) ? [] : await ruleTexts(path);

/** As `loadedRules`, but there may be none. */
export const sigmaRules = async (path: string): Promise<Loaded> => loadRules(await sigmaTexts(path));

/** The YARA files (.yar, .yara) of a folder, an archive, or one file. */
export const yaraFiles = async (path: string): Promise<readonly RuleFile[]> =>
  isYara(path) || isMany(path) ? [...(await filesAt(path, isYara))] : [];

/** The files of tests beside the files of `yaraFiles`. */
export async function yaraTestFiles(path: string): Promise<readonly RuleFile[]> {
  if (isMany(path)) return [...(await filesAt(path, (name) => YARA_TEST.test(name)))];
  const test = yaraTestOf(path);
  return isYara(path) && existsSync(test) ? [...inFolder(test, () => true)] : [];
}

/** `a.yar` has its tests in `a.yar.test.yml`. */
export const yaraTestOf = (file: string): string => `${file}.test.yml`;

/** The files of tests beside the rules of `loadedRules`. */
export async function testFiles(path: string): Promise<readonly RuleFile[]> {
  if (isYara(path)) return [];
  if (isMany(path)) return [...(await filesAt(path, isTest))];
  const test = testOf(path);
  return existsSync(test) ? [...inFolder(test, () => true)] : [];
}

/** An archive or a folder, not one file. */
const isMany = (path: string): boolean => ARCHIVE.test(path) || statSync(path).isDirectory();

/** `a.yml` has its tests in `a.test.yml`. */
export const testOf = (rule: string): string => rule.replace(YAML, '.test$&');

const filesAt = async (path: string, isWanted: (name: string) => boolean): Promise<Iterable<RuleFile>> =>
  ARCHIVE.test(path) ? inArchive(await unpacked(path), path, isWanted) : inFolder(path, isWanted);

function* inFolder(path: string, isWanted: (name: string) => boolean): Generator<RuleFile> {
  const isFolder = statSync(path).isDirectory();
  const names = isFolder ? namesIn(path).filter(isWanted) : [''];
  for (const name of names) {
    const file = join(path, name);
    const { size } = statSync(file);
    yield { name: isFolder ? name : path, text: size > LARGEST_FILE ? tooLong(size) : readFileSync(file, 'utf8') };
  }
}

/** Links are not followed: a folder of rules ends where it ends. */
const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .sort();

function* inArchive(archive: Buffer, path: string, isWanted: (name: string) => boolean): Generator<RuleFile> {
  try {
    for (const { name, bytes } of tarFiles(archive))
      if (isWanted(name)) yield { name, text: bytes.length > LARGEST_FILE ? tooLong(bytes.length) : bytes.toString() };
  } catch (error) {
    if (error instanceof BrokenTar) throw usageFailure(`${path}: ${error.message}`);
    throw error;
  }
}

/** Stands for a file that is not read, and is refused for its length as that would be. */
const tooLong = (size: number): string => ' '.repeat(Math.min(size, LARGEST_FILE));

async function unpacked(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readBytes(path)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_ARCHIVE) throw usageFailure(`${path}: unpacks to more than ${LARGEST_ARCHIVE} bytes`);
  }
  return Buffer.concat(chunks);
}
