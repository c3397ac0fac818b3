import Handlebars from 'handlebars';

const NAME = /^[a-zA-Z][a-zA-Z0-9]*$/;

/** Written so that an admin who words a text knows what to change. */
export class TemplateSyntaxError extends Error {}

/**
 * The placeholders of a text. Only `{{name}}`, `{{#if name}}…{{else}}…{{/if}}` and comments are allowed: whoever words a
 * text must not be able to run anything or reach anything else. Throws `TemplateSyntaxError`.
 */
export function placeholdersOf(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  collect(parsed(source).body, names);
  return names;
}

function parsed(source: string): hbs.AST.Program {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    const line = /Parse error on line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new TemplateSyntaxError(line ? `cannot be read from line ${line} on` : 'cannot be read: a block is not closed as it was opened');
  }
}

function collect(statements: readonly hbs.AST.Statement[], names: Set<string>): void {
  for (const statement of statements) {
    switch (statement.type) {
      case 'ContentStatement': case 'CommentStatement': break;
      case 'MustacheStatement': {
        const { path, params, hash, escaped } = statement as hbs.AST.MustacheStatement;
        if (!escaped) throw new TemplateSyntaxError('takes no {{{ }}} and no {{& }}: values are inserted as text');
        if (params.length > 0 || hash) throw new TemplateSyntaxError('takes plain placeholders only, e.g. {{name}}');
        names.add(nameOf(path));
        break;
      }
      case 'BlockStatement': {
        const { path, params, program, inverse } = statement as hbs.AST.BlockStatement;
        const [condition] = params;
        if (nameOf(path) !== 'if' || params.length !== 1 || !condition) throw new TemplateSyntaxError('takes no block but {{#if name}}…{{/if}}');
        names.add(nameOf(condition));
        collect([...program.body, ...(inverse?.body ?? [])], names);
        break;
      }
      default: throw new TemplateSyntaxError('takes only {{name}} and {{#if name}}…{{else}}…{{/if}}');
    }
  }
}

function nameOf(expression: hbs.AST.Expression): string {
  const original = expression.type === 'PathExpression' ? (expression as hbs.AST.PathExpression).original : '';
  if (!NAME.test(original)) throw new TemplateSyntaxError('takes names of letters and digits as placeholders');
  return original;
}
