"""How is it said: written English to what a newsreader would say."""
