//
// Hixie75.cpp
//
// An open server of hixie-75: any bytes.
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
		.make = Fuzz::makeServer<Fuzz::hixie75Request>,
		.isAnswered = true,
		.demandValid = Fuzz::demandValidTexts,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
