// tap has each Node.js that a test starts load a module of tap's, in a thread of its own. Users' don't.
import processOnSpawn from 'process-on-spawn';

processOnSpawn.addListener((child) => {
  child.env = Object.fromEntries(
    Object.entries(child.env).filter(
      ([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('_TAPJS_PROCESSINFO_'),
    ),
  );
});
