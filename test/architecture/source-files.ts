import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');
export const isSpec = (file: string) => /\.spec\.tsx?$/.test(file);

/** Paths below the checkout of every TypeScript file in these folders. */
export function sourcesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .sort(),
  );
}

export const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

/** One line per finding, each with its place. */
export function findings(source: ts.SourceFile, look: (node: ts.Node) => string | undefined): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = look(node);
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    if (text) found.push(`${source.fileName}:${line} ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
