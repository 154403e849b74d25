// Loaded before the server where no small disk can be mounted: its disk is full while the file FULL_WHILE is there.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { statfs } = fs.promises;
fs.promises.statfs = async (...asked) => {
  const found = await statfs(...asked);
  return fs.existsSync(process.env.FULL_WHILE) ? Object.assign(found, { bavail: 0 }) : found;
};
syncBuiltinESMExports();
