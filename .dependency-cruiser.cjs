/** Who may import whom: docs/architecture.md, "Walls". @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-data',
      comment: 'shared runs anywhere: it imports only shared and valibot',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^src/shared/|^node_modules/valibot/' },
    },
    {
      name: 'engine-has-no-host',
      severity: 'error',
      from: { path: '^src/main/engine/' },
      to: { path: '^src/main/hosts/|^src/(renderer|preload)/|^node_modules/(electron|ws)/|^electron$' },
    },
    {
      name: 'hosts-use-the-front-door',
      comment: 'a host sees create-engine, ports and errors, never the rooms behind them',
      severity: 'error',
      from: { path: '^src/main/hosts/' },
      to: { path: '^src/main/engine/', pathNot: '^src/main/engine/(create-engine|ports|errors)\\.ts$' },
    },
    {
      name: 'git-knows-no-artifacts',
      comment: 'the git layer is about git: it knows errors and ports of the engine, nothing of sites',
      severity: 'error',
      from: { path: '^src/main/engine/git/' },
      to: { path: '^src/main/engine/', pathNot: '^src/main/engine/(git/|errors\\.ts|ports\\.ts|files/)' },
    },
    {
      name: 'plan-is-pure',
      severity: 'error',
      from: { path: '^src/main/engine/plan/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-main',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(main|preload)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'components-have-no-state',
      severity: 'error',
      from: { path: '^src/renderer/components/' },
      to: { path: '^src/renderer/(state|views)/' },
    },
    {
      name: 'electron-only-in-its-host',
      severity: 'error',
      from: { pathNot: '^src/(main/index\\.ts|main/hosts/electron/|preload/)' },
      to: { path: '^node_modules/electron/|^electron$' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'require', 'node', 'default'],
    },
  },
};
