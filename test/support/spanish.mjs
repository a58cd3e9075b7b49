// Loaded before the suites of a workbench, has them run in Spanish.
process.env.PARLEY_LOCALE = 'es';
