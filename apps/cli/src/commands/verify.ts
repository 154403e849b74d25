import { Command } from 'commander';
import { progressBar } from '../running/progress.js';
import { readAccepted } from '../verify/check-accepted.js';
import { verify, type Verified } from '../verify/verify.js';
import { withDatabase } from './with-database.js';

interface Options {
  accepted?: string;
  images: boolean;
  json?: boolean;
}

const LISTED = 50;
const HELP = `
Looks at one snapshot of the database and at the image store of VAR_DIR, beside a running server or without one, and
changes nothing: every study in the state its reads and reports make it, its events a life that can have been, its clocks
in step with them, one holder a read, nothing open without an owner, every image file whole.

--accepted names a file of what senders were told, one JSON object a line:
  {"kind":"study","id":"...","accessionNumber":"A1","key":"the Idempotency-Key"}
  {"kind":"image","sopInstanceUid":"1.2.3","studyInstanceUid":"1.2"}
  {"kind":"report","readId":"...","issues":"final"}

Exit codes: 0 everything holds, 1 could not look, 2 wrong use, 3 something does not hold.`;

/** `overread verify`: whether everything that is kept is whole. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('Check that nothing is lost, doubled, ownerless or cut: database and image store')
    .option('--accepted <file>', 'what senders were told, to find each of it once')
    .option('--no-images', 'leave the image files alone')
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const verified = await run(options);
      console.log(options.json ? JSON.stringify(verified) : told(verified));
      if (verified.violations.length > 0) process.exitCode = 3;
    });

async function run({ accepted, images, json = false }: Options): Promise<Verified> {
  const list = accepted === undefined ? [] : await readAccepted(accepted);
  const bar = progressBar('{value} studies', json);
  bar.start(0);
  try {
    return await withDatabase((database, config) =>
      verify(database, {
        accepted: list,
        varDir: images ? config.varDir : null,
        onStudy: (studies) => bar.update(studies, {}),
      }),
    );
  } finally {
    bar.stop();
  }
}

function told({ studies, reads, events, images, accepted, violations }: Verified): string {
  const looked = `${studies} studies, ${reads} reads, ${events} events, ${images} images, ${accepted} accepted`;
  const listed = violations.slice(0, LISTED).map(({ code, subject, fact }) => `  ${code}  ${subject}  ${fact}`);
  const more = violations.length > LISTED ? [`  and ${violations.length - LISTED} more (all of them with --json)`] : [];
  const summary = violations.length === 0 ? 'everything holds' : `${violations.length} violations:`;
  return [`${looked}: ${summary}`, ...listed, ...more].join('\n');
}
