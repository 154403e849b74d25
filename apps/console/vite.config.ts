import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  build: { outDir: '../../dist/console', emptyOutDir: true },
  server: { proxy: { '/api': server, '/dicom-web': server, '/socket.io': { target: server, ws: true } } },
});
