"""The distributions by which sizes and lengths are drawn, one file each; any file dropped in here is found.

They are read by `wargame.world.sizes.read`, on the base in `wargame.world.sizes.base`."""
