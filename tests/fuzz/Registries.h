//
// Registries.h
//
// Extensions to negotiate.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Registries_INCLUDED
#define WSFuzz_Registries_INCLUDED


#include "WS/Options.h"
#include <memory>
#include <string_view>


namespace WS::Fuzz {


struct Registries
	/// The extensions of both ends: alike but for the options of permessage-deflate.
{
	ExtensionRegistry own;
	ExtensionRegistry other;
};


Registries takeRegistries(std::string_view& input);
	/// Takes the first seven bytes off an input. Four make the extensions "a", "b", "c" and "d", in this order:
	///
	///     bits 0-2   the reserved bits that it claims
	///     bits 3-4   what it accepts: 0 all, 1 no parameters, 2 those with an "x", 3 nothing
	///     bit  5     its answer is "x=1" also if it accepts all
	///     bits 6-7   what it offers: 0 no parameters, 1 "x; y=2" and then none, 2 none and then "x=1", 3 nothing
	///
	/// The fifth puts permessage-deflate before the first, second, third, fourth, or behind all (1 to 5; else it is not there);
	/// the last two are its options at the own end and at the other:
	///
	///     bits 0-1   noContextTakeover, requestNoContextTakeover
	///     bits 2-7   maxWindowBits, requestMaxWindowBits and windowBits, two each: 0 the default, 1 8, 2 11, 3 15
	///
	/// What is missing is 0.


std::shared_ptr<const Options> withDeflate(const Options& options);
	/// The same with permessage-deflate, which is fresh.


} // namespace WS::Fuzz


#endif // WSFuzz_Registries_INCLUDED
