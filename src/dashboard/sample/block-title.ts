/** The title of a learn block. */
import type { Classification } from '../../contract/schemas/result-page';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import { shownText } from '../ui/shortened-text';

/** The block's own name, otherwise its title, otherwise its kind. */
export function blockTitle(block: Classification): string {
  const { name, title } = block.learnBlock;
  return shownText(name || title || learnBlockOf(block).title);
}
