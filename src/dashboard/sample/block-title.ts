/** The title of a learn block. */
import type { Classification } from '../../contract/result-page';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import { shownText } from '../shortened-text';

/** The block's own name, otherwise its title, otherwise its kind. */
export function blockTitle(block: Classification): string {
  const { name, title } = block.learnBlock;
  return shownText(name || title || learnBlockOf(block).title);
}
