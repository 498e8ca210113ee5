import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a running Perigee. */
const server = process.env["PERIGEE_URL"] ?? "http://localhost:8080";

export default defineConfig({
  base: "/ui/",
  plugins: [react()],
  build: {
    outDir: "target/classes/META-INF/resources/ui",
    emptyOutDir: true,
    target: "es2023",
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": { target: server }, "/functions": { target: server } } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
    env: { DEBUG_PRINT_LIMIT: "4000" },
  },
});
