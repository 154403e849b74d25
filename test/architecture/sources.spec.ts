import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import ts from 'typescript';
import { findings, isSpec, parse, sourcesIn } from './source-files.js';
import { clockInCondition, emptyFileName, emptyName, impureCall, tooManyParameters } from './source-rules.js';

const FILES_IN_A_FOLDER = 15;
const DEPTH_BELOW_SRC = 2;

const all = sourcesIn('apps', 'libs', 'test');
const product = all.filter((file) => !isSpec(file) && !file.startsWith('test/'));
const trees = new Map(all.map((file) => [file, parse(file)]));
const look = (files: string[], rule: (node: ts.Node) => string | undefined) =>
  files.flatMap((file) => findings(trees.get(file)!, rule));
const planted = (code: string, rule: (node: ts.Node) => string | undefined) =>
  findings(ts.createSourceFile('planted.ts', code, ts.ScriptTarget.Latest, true), rule);

describe('the sources', () => {
  it('have functions of at most four parameters and constructors of at most six', () => {
    expect(
      planted('const f = (a, b, c, d, e) => 0; class C { constructor(a, b, c, d, e, f) {} }', tooManyParameters),
    ).toEqual(['planted.ts:1 has 5 parameters, the limit is 4']);
    expect(look(product, tooManyParameters)).toEqual([]);
  });

  it('ask neither clock nor chance in the rules', () => {
    expect(planted('new Date(); Date.now(); Math.random(); new Date(0);', impureCall)).toHaveLength(3);
    const rules = product.filter((file) => file.startsWith('libs/domain/'));
    expect(look(rules, impureCall)).toEqual([]);
  });

  it("ask the database's clock once in a statement, not of every row", () => {
    expect(
      planted('`where due_at <= overread_now() limit ${1}`; `a < (select overread_now())`', clockInCondition),
    ).toEqual(['planted.ts:1 asks the clock for every row']);
    const queries = product.filter((file) => !file.includes('/migrations/'));
    expect(look(queries, clockInCondition)).toEqual([]);
  });

  it('have names that say something', () => {
    expect(
      planted('class BaseReader {} class ReadManager {} interface IRead {} type Database = 0;', emptyName),
    ).toHaveLength(3);
    expect(look(product, emptyName)).toEqual([]);
    expect(
      ['libs/x/src/read-utils.ts', 'libs/x/src/utils.ts', 'libs/x/src/database.ts'].filter(emptyFileName),
    ).toHaveLength(2);
    expect(product.filter(emptyFileName)).toEqual([]);
  });

  it('keep at most fifteen files in a folder, and folders at most two below src', () => {
    const folders = Map.groupBy(product, (file) => path.dirname(file));
    const crowded = [...folders]
      .filter(([folder, files]) => files.length > FILES_IN_A_FOLDER && !folder.endsWith('/migrations'))
      .map(([folder, files]) => `${folder} has ${files.length} files`);
    const depth = (folder: string) => folder.split('/src/')[1]?.split('/').length ?? 0;
    const deep = [...folders.keys()].filter((folder) => depth(folder) > DEPTH_BELOW_SRC);
    expect({ crowded, deep }).toEqual({ crowded: [], deep: [] });
  });
});
