// An address that leads nowhere still ends inside the exhibition.
import { error } from '@sveltejs/kit';

export const load = (): never => error(404, 'There is no such screen.');
