import { defineConfig } from 'vitest/config';

const everywhere = { environment: 'node', passWithNoTests: true } as const;

/**
 * Two projects in one run: unit tests, and property tests (`*.prop.test.ts`), which may take longer.
 * One of them alone: `npx vitest run --project property`.
 */
export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
          exclude: ['src/**/*.prop.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: { ...everywhere, name: 'property', include: ['src/**/*.prop.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
});
