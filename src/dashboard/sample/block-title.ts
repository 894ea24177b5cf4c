/** What a learn block is called. */
import type { Classification } from '../../contract/result-page';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import { shownText } from '../shortened-text';

/** The block's own name, else its title, else what kind of block it is. */
export function blockTitle(block: Classification): string {
  const { name, title } = block.learnBlock;
  return shownText(name || title || learnBlockOf(block).title);
}
