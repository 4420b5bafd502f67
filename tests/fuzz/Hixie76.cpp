//
// Hixie76.cpp
//
// A server of hixie-76 that has answered the head: the eight bytes of body, then any bytes.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Requests.h"
#include "Rules.h"
#include "Trial.h"


using namespace WS;


namespace {


void demandDigestAndTexts(std::string_view written)
{
	constexpr std::size_t DIGEST = 16;
	if (written.empty()) return;
	Fuzz::demand(written.size() >= DIGEST, "the challenge is answered with sixteen bytes");
	Fuzz::demandValidTexts(written.substr(DIGEST));
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = Fuzz::makeServer<Fuzz::hixie76Request>,
		.isAnswered = true,
		.demandValid = demandDigestAndTexts,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
