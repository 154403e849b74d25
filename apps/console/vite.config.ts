import react from '@vitejs/plugin-react';
import { defineConfig, type Rolldown } from 'vite';

const server = 'http://127.0.0.1:3000';

// The shapes and rules that the console does not use stay out of it: these files do nothing when they are loaded.
const ownLibrary = /\/libs\/(wire|domain)\/src\//;

// The image codecs name Node's file system for use in Node; in a browser they never ask for it.
const onLog: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, handle) => {
  const ofCodec = log.message.includes('@cornerstonejs/codec-') && log.message.includes('externalized for browser');
  if (!ofCodec) handle(level, log);
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    tsconfigPaths: true,
    alias: { xmlbuilder2: `${import.meta.dirname}/src/viewer/no-mesh-files.ts` },
  },
  worker: { format: 'es', rolldownOptions: { onLog, checks: { pluginTimings: false } } },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onLog,
      checks: { pluginTimings: false },
      treeshake: { moduleSideEffects: (id) => !ownLibrary.test(id) },
    },
  },
  server: { proxy: { '/api': server, '/dicom-web': server, '/socket.io': { target: server, ws: true } } },
});
