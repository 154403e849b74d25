import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['OVERREAD_URL'] ?? 'http://127.0.0.1:3000';

// The shapes and rules that the console does not use stay out of it: these files do nothing when they are loaded.
const ownLibrary = /\/libs\/(wire|domain)\/src\//;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    tsconfigPaths: true,
    alias: { xmlbuilder2: path.join(import.meta.dirname, 'src/viewer/no-mesh-files.ts') },
  },
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !ownLibrary.test(id) } },
  },
  server: { proxy: { '/api': server, '/dicom-web': server, '/socket.io': { target: server, ws: true } } },
});
