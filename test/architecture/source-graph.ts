import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  /** Files of ours that it imports, from the root; types count too. */
  readonly imports: readonly string[];
  /** Packages, and built-ins as `node:x`. */
  readonly packages: readonly string[];
  /** What it takes from the world around it: `Date.now`, `new Date()`, `fetch()` ... */
  readonly ambient: readonly string[];
}

/** Every TypeScript file below a folder, tests included, parsed. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return filesBelow(folder, ['.ts']).map((path) => read(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** Paths from the root of all files below a folder with one of the endings; folders of installed and built things left out. */
export function filesBelow(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|dist|__pycache__|\..*)$/.test(name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(path, endings);
      return endings.some((ending) => path.endsWith(ending)) ? [path] : [];
    })
    .sort();
}

/** Parses one text as the file at `path`. */
export function read(path: string, text: string): SourceFile {
  const asked: string[] = [];
  const ambient: string[] = [];
  walk(parseSync(text, { syntax: 'typescript', target: 'es2024' }), asked, ambient);
  const isOurs = (name: string) => name.startsWith('.');
  const ours = asked.filter(isOurs).map((name) => join(dirname(path), name));
  const packages = asked.filter((name) => !isOurs(name)).map(packageName);
  return { path, imports: ours, packages, ambient };
}

function packageName(name: string): string {
  if (name.startsWith('node:') || builtinModules.includes(name)) return `node:${name.replace('node:', '')}`;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

// biome-ignore lint/suspicious/noExplicitAny: a syntax tree whose nodes are told apart by their type
type Node = any;

const IMPORTS = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration']);

function walk(node: Node, asked: string[], ambient: string[]): void {
  if (Array.isArray(node)) for (const child of node) walk(child, asked, ambient);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  if (IMPORTS.has(node.type) && node.source) asked.push(node.source.value);
  if (node.type === 'TsImportType') asked.push(node.argument.value);
  if (node.type === 'CallExpression') called(node, asked, ambient);
  if (node.type === 'NewExpression') built(node, ambient);
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
    ambient.push(`${node.object.value}.${node.property.value ?? ''}`);
  }
  for (const child of Object.values(node)) walk(child, asked, ambient);
}

function called({ callee, arguments: given }: Node, asked: string[], ambient: string[]): void {
  if (callee.type === 'Import' && given[0]?.expression.type === 'StringLiteral') asked.push(given[0].expression.value);
  if (callee.type === 'Identifier') ambient.push(`${callee.value}()`);
}

function built({ callee, arguments: given }: Node, ambient: string[]): void {
  if (callee.type === 'Identifier') ambient.push(`new ${callee.value}(${given?.length ? '…' : ''})`);
}
