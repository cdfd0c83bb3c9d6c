"""Language: a report comes in, a reading of its sentences, words, mentions, anchors and cues goes out."""
