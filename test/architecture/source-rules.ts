import ts from 'typescript';

const PARAMETERS = 4;
const CONSTRUCTOR_PARAMETERS = 6;
const EMPTY_WORDS = 'Base|Manager|Helper|Utils?|Data|Info|Processor|Impl';
const EMPTY_NAME = new RegExp(`(^Base(?=[A-Z])|(^|[a-z0-9])(${EMPTY_WORDS})s?$)`);
const EMPTY_FILE = /(^|[-/])(base|manager|helper|util|data|info|processor|impl)s?(\.[a-z]+)?\.tsx?$/;
/** Words of the trade that only look empty. */
const NAMES_KEPT = new Set(['GroupManager']);

/** An exception from a limit carries its reason beside it. */
const commentsBefore = (node: ts.Node): string => node.getSourceFile().text.slice(node.getFullStart(), node.getStart());

/** More parameters than a reader can keep apart: an object names them. */
export function tooManyParameters(node: ts.Node): string | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node)) return undefined;
  const limit = ts.isConstructorDeclaration(node) ? CONSTRUCTOR_PARAMETERS : PARAMETERS;
  const count = node.parameters.length;
  if (/oxlint-disable-next-line max-params -- \S/.test(commentsBefore(node))) return undefined;
  return count > limit ? `has ${count} parameters, the limit is ${limit}` : undefined;
}

/** A rule that asks the clock or a die cannot be tested, replayed or explained. */
export function impureCall(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    return 'reads the clock: new Date()';
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const text = node.getText();
  return ['Date.now', 'Math.random', 'Temporal.Now'].includes(text) ? `is not pure: ${text}` : undefined;
}

export function emptyName(node: ts.Node): string | undefined {
  const named = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  const name = named ? node.name?.text : undefined;
  if (!name || NAMES_KEPT.has(name)) return undefined;
  if (/^I[A-Z][a-z]/.test(name)) return `${name} has an I prefix`;
  return EMPTY_NAME.test(name) ? `${name} says nothing` : undefined;
}

export const emptyFileName = (file: string) => EMPTY_FILE.test(file);

/** A volatile function in a condition is called for every row, and no index serves it; `(select overread_now())` is called once. */
export const clockInCondition = (node: ts.Node): string | undefined =>
  ts.isTemplateLiteralToken(node) || ts.isStringLiteral(node)
    ? /(?:[<>]=?\s*|between\s+)overread_now\(\)|overread_now\(\)\s*[<>]/.test(node.text)
      ? 'asks the clock for every row'
      : undefined
    : undefined;
