// The script, module or main class that an interpreter runs, from its arguments.

/** How an interpreter takes its arguments. */
interface Grammar {
  /** The interpreter's file name. */
  readonly program: RegExp;
  /** Options that take the next word. */
  readonly valued: RegExp;
  /** Options after which the code itself stands, or no script at all. */
  readonly code: RegExp;
  /** Options after which the script or module stands. */
  readonly script?: RegExp;
  /** Words before the script that are no script. */
  readonly verbs?: RegExp;
}

const NONE = /^$/;

const GRAMMARS: readonly Grammar[] = [
  {
    program: /^(?:python|pypy)[\d.]*$/,
    valued: /^(?:-[WXQ]|--check-hash-based-pycs)$/,
    code: /^-[A-Za-z]*c$/,
    script: /^-[A-Za-z]*m$/,
  },
  {
    program: /^(?:node|nodejs)$/,
    valued:
      /^(?:-r|-C|--require|--import|--loader|--experimental-loader|--conditions|--env-file|--icu-data-dir|--input-type|--title|--openssl-config)$/,
    code: /^(?:-[ep]|-pe|--eval|--print|--run)$/,
    verbs: /^inspect$/,
  },
  { program: /^(?:deno|bun)$/, valued: NONE, code: /^(?:eval|-e)$/, verbs: /^run$/ },
  {
    program: /^(?:sh|bash|dash|ash|zsh|ksh|ksh93|mksh|fish)$/,
    valued: /^(?:[-+][oO]|--rcfile|--init-file)$/,
    code: /^-[A-Za-z]*[cs]$/,
  },
  { program: /^j?ruby[\d.]*$/, valued: /^-[ICEr]$/, code: /^-[a-z]*e$/ },
  { program: /^perl[\d.]*$/, valued: /^-I$/, code: /^-[A-Za-z]*[eE]$/ },
  { program: /^php[\d.]*(?:-cgi)?$/, valued: /^-[dcz]$/, code: /^-[rS]$/, script: /^-[fF]$/ },
  {
    program: /^java$/,
    valued:
      /^(?:-cp|-classpath|--class-path|-p|--module-path|--upgrade-module-path|--add-(?:modules|opens|exports|reads))$/,
    code: NONE,
    script: /^(?:-jar|-m|--module)$/,
  },
  {
    program: /^dotnet$/,
    valued: /^--(?:depsfile|runtimeconfig|fx-version)$/,
    code: NONE,
    verbs: /^exec$/,
  },
  {
    program: /^(?:lua(?:jit)?[\d.]*|tclsh[\d.]*|wish[\d.]*|expect|guile|escript|Rscript|mono)$/,
    valued: NONE,
    code: /^-[ec]$/,
  },
];

/** How the file names of these programs begin, each with at most 4 bytes, for a quick first test. */
export const INTERPRETER_BEGINNINGS: readonly string[] = [
  ...['python', 'pypy', 'node', 'deno', 'bun', 'sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh'],
  ...['fish', 'ruby', 'jruby', 'perl', 'php', 'java', 'dotnet', 'lua', 'tclsh', 'wish', 'expect'],
  ...['guile', 'escript', 'Rscript', 'mono'],
].map((name) => name.slice(0, 4));

function grammarOf(program: string): Grammar | undefined {
  return GRAMMARS.find((grammar) => grammar.program.test(program));
}

/** Whether a program of this file name runs scripts. */
export function isInterpreter(program: string): boolean {
  return grammarOf(program) !== undefined;
}

/**
 * The short name of what an interpreter runs: `server.js`, `gunicorn`, `http.server`, `app.jar`.
 *
 * @param program the interpreter's file name
 * @param args its arguments, without its own name
 * @returns undefined for code among the arguments, a script from stdin, or another program
 */
export function scriptOf(program: string, args: readonly string[]): string | undefined {
  const grammar = grammarOf(program);
  if (grammar === undefined) return undefined;
  const { valued, code, script = NONE, verbs = NONE } = grammar;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (code.test(arg)) return undefined;
    if (script.test(arg)) return shortened(program, args[at + 1] ?? '');
    if (valued.test(arg)) at++;
    else if (arg === '--') return shortened(program, args[at + 1] ?? '');
    else if (!/^[-+@]/.test(arg) && !verbs.test(arg)) return shortened(program, arg);
  }
  return undefined;
}

/** The file name of a script; a package's by its folder, a class's without its package. */
function shortened(program: string, script: string): string | undefined {
  const folders = script.split('/').filter((name) => name !== '' && name !== '.');
  const file = folders.at(-1);
  // A script from a pipe has a number for a name.
  if (file === undefined || /^\/(?:dev|proc)\//.test(script)) return undefined;
  if (file === '__main__.py') return folders.at(-2) ?? file;
  if (program === 'java' && !file.endsWith('.jar')) return file.split('.').at(-1);
  return file;
}
