//
// ServerFrames.cpp
//
// An open server: any frames.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Requests.h"
#include "Rules.h"
#include "Trial.h"


using namespace WS;


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = Fuzz::makeServer<Fuzz::hybiRequest>,
		.isAnswered = true,
		.demandValid = [](std::string_view written) { Fuzz::demandValidFrames(written, Role::SERVER); },
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
