import type { HardRule } from '../hard-rules.js';

/** Writes the report's language; regions of one language count as one (`en-GB` for `en-US`), scripts do not. */
export const languageRule: HardRule = ({ read, reader }) => {
  if (read.reportLanguage === '') return 'the language of the report is not known';
  return reader.reader.languages.some((each) => sameWriting(each, read.reportLanguage))
    ? null
    : `does not write reports in ${read.reportLanguage}`;
};

function sameWriting(a: string, b: string): boolean {
  const [one, other] = [writingOf(a), writingOf(b)];
  const sameScript = one.script === null || other.script === null || one.script === other.script;
  return one.language === other.language && sameScript;
}

/** The language of a BCP 47 tag and the script it names, lower case. */
export function writingOf(tag: string): { language: string; script: string | null } {
  const [language = '', ...rest] = tag.toLowerCase().split('-');
  return { language, script: rest.find((part) => /^[a-z]{4}$/.test(part)) ?? null };
}
