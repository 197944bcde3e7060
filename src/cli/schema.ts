// openset schema --out DIR
import { toJsonSchema } from '@valibot/to-json-schema';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type * as v from 'valibot';
import { challenge } from '#lib/openset/challenge.ts';
import { event } from '#lib/openset/event.ts';
import { film } from '#lib/openset/film.ts';
import { shot } from '#lib/openset/shot.ts';
import { type Command, UsageError } from './command.ts';

const files: Record<string, v.GenericSchema> = { event, film, shot, challenge };

export const schema: Command = {
  summary: 'writes JSON Schemas, so that editors complete and check event folders',
  help: `openset schema --out DIR

Writes event.schema.json, film.schema.json, shot.schema.json and challenge.schema.json. Name one in
the first line of a file:
  # yaml-language-server: $schema=DIR/shot.schema.json`,

  async run(argv) {
    const { values } = parseArgs({ args: argv, options: { out: { type: 'string' } } });
    if (values.out === undefined) throw new UsageError(schema.help);
    await mkdir(values.out, { recursive: true });
    for (const [name, definition] of Object.entries(files)) {
      const file = path.join(values.out, `${name}.schema.json`);
      // Checks that JSON Schema cannot say (dates that exist, regions inside the picture) stay with `check`.
      const json = toJsonSchema(definition, { errorMode: 'ignore', typeMode: 'input' });
      await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
      console.log(file);
    }
    return 0;
  },
};
