import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../Functions/wwwroot",
    emptyOutDir: true,
    assetsDir: "assets",
    // Everything is a file of its own, so that the page's content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run dev` edits the page live against a running app, which takes requests of its own page only: the Host stays as it was.
    proxy: { "/api": { target: "http://localhost:7071", changeOrigin: false } },
  },
});
